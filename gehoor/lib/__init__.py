"""Small tools that know no domain: identifiers, dates, paging, safe HTML, SVG."""
