package dev.orderly.catalog;

import dev.orderly.web.Fields;
import java.time.Duration;

/**
 * The settings of the catalog.
 *
 * @param demoProducts whether the demo products are put up for sale when the catalog is empty at the start
 * @param deletedKept how long the tombstone of a product stays
 * @param purgeEvery how often old tombstones are looked for
 */
record CatalogConfig(boolean demoProducts, Duration deletedKept, Duration purgeEvery) {

    static CatalogConfig read(Fields section) {
        Fields retention = section.section("retention");
        return new CatalogConfig(
                section.flag("demoProducts", true),
                retention.duration("deleted", Duration.ofDays(400), Duration.ofDays(1), Duration.ofDays(36_500)),
                retention.duration("every", Duration.ofHours(1), Duration.ofMillis(10), Duration.ofDays(1)));
    }
}
