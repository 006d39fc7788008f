"""What goes into the wheel; everything else about the project stands in pyproject.toml.

A table in pyproject.toml can either find packages or name them. The resources need both:
the program is found, and the folder ``resources`` beside it travels as the package
``meetingdesk_resources`` (see :mod:`meetingdesk.resources`).
"""

from __future__ import annotations

from setuptools import find_namespace_packages, setup

setup(
    packages=[
        *find_namespace_packages(
            include=["meetingdesk", "meetingdesk.*"], exclude=["*.__pycache__"]
        ),
        "meetingdesk_resources",
    ],
    package_dir={"meetingdesk_resources": "resources"},
    package_data={"": ["*"], "meetingdesk_resources": ["**/*"]},
    include_package_data=False,
)
