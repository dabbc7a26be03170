"""Of models of dense features the classifier is tested here, and not the trunk."""

import pytest
from remembered import remembering_trunk


@pytest.fixture(scope="module", autouse=True)
def remembered_trunk():
    with remembering_trunk():
        yield
