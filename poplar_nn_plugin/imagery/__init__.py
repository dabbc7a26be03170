"""Images of web services (WMS, WMTS, XYZ tiles), fetched part by part into a file."""
