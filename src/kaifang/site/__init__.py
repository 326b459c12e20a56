"""The Django project: pages, one folder an area, and the design system they are drawn with."""
