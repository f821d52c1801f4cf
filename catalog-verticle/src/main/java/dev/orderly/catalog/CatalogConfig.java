package dev.orderly.catalog;

import dev.orderly.web.Fields;

/**
 * The settings of the catalog.
 *
 * @param demoProducts whether the demo products are put up for sale when the catalog is empty at the start
 */
record CatalogConfig(boolean demoProducts) {

    static CatalogConfig read(Fields section) {
        return new CatalogConfig(section.flag("demoProducts", true));
    }
}
