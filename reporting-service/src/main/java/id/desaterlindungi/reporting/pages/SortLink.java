package id.desaterlindungi.reporting.pages;

/** Another order of a list, or the one that it has. */
record SortLink(String name, String href, boolean current) {}
