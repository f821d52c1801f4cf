package dev.orderly.catalog;

import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.messaging.EventRoutes;

/** Events in: what the catalog hears, and which use case answers it. */
final class CatalogConsumer {

    private final Products products;

    CatalogConsumer(Products products) {
        this.products = products;
    }

    EventRoutes routes() {
        return new EventRoutes().on(StockUpdated.class, products::show);
    }
}
