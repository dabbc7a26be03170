import pytest

from poplar_nn_plugin.passwords import without_passwords


@pytest.mark.parametrize(
    ("source", "safe"),
    [
        ("/data/password list.tif", "/data/password list.tif"),
        (
            "dbname='gis' host=db.here user='me' password='s3cret' key='id' table=\"a\".\"b\"",
            "dbname='gis' host=db.here user='me' key='id' table=\"a\".\"b\"",
        ),
        (r"user='me' password='s3\'cret s3cret' sslmode=disable", "user='me' sslmode=disable"),
        ("PG:dbname=gis password=s3cret table=b", "PG:dbname=gis table=b"),
        ('PG:host=db PASSWORD = "s3cret"', "PG:host=db "),
        ("MySQL:gis,user=me,password=s3cret,port=3306", "MySQL:gis,user=me,,port=3306"),
        ("https://me:s3cret@db.here/x.tif", "https://me@db.here/x.tif"),
        ("/vsicurl/https://me:s3cret@db.here/x.tif", "/vsicurl/https://me@db.here/x.tif"),
        ("postgres://dbname='gis' password='s3cret'", "postgres://dbname='gis' "),
        ("https://t.here/x?access_token=s3cret&y=1", "https://t.here/x?&y=1"),
        (
            "/vsicurl?max_retry=3&url=https%3A%2F%2Fs.here%2Fx.tif%3Fsv%3D1%26sig%3Ds3cret%26se%3D2",
            "/vsicurl?max_retry=3&url=https%3A%2F%2Fs.here%2Fx.tif%3Fsv%3D1%26%26se%3D2",
        ),
        (
            "/vsicurl/https://b.here/x.tif?X-Amz-Credential=AK%2F1&X-Amz-Signature=s3c&X-Amz-Date=1",
            "/vsicurl/https://b.here/x.tif?X-Amz-&X-Amz-&X-Amz-Date=1",
        ),
        ("/vsicurl?userpwd=me:s3cret&url=https://b.here/x", "/vsicurl?&url=https://b.here/x"),
        ("AWS_SECRET_ACCESS_KEY=s3cret", "AWS_"),
        ("type=xyz&url=https://t.here/x%3Ftoken%3Ds3cret", "type=xyz&url=https://t.here/x%3F"),
        ("https://t.here/{z}/{x}/{y}?key=s3cret&y=1", "https://t.here/{z}/{x}/{y}?&y=1"),
        (
            "url=https://t.here/x%3Fa%3D1%26Key%3Ds3cret&zmax=3",
            "url=https://t.here/x%3Fa%3D1%26&zmax=3",
        ),
        ("https://t.here/wms?map=a&monkey=1", "https://t.here/wms?map=a&monkey=1"),
        ("C:\\maps\\a.tif", "C:\\maps\\a.tif"),
        ("authcfg=abc1234 dbname='gis'", "authcfg=abc1234 dbname='gis'"),
    ],
)
def test_a_source_keeps_all_but_its_passwords(source, safe):
    assert without_passwords(source) == safe


def test_texts_in_lists_and_dicts_lose_theirs_too():
    found = without_passwords({"A": ["pwd=s3cret x", 3], "B": ("token=s3cret",), "C": None})

    assert found == {"A": ["x", 3], "B": [""], "C": None}
