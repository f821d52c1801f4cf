package dev.orderly.launcher;

import dev.orderly.catalog.CatalogService;
import dev.orderly.order.OrderService;
import dev.orderly.payment.PaymentService;
import dev.orderly.service.OrderlyService;
import dev.orderly.stock.StockService;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The services that the fat jar carries. */
final class Services {

    static final List<OrderlyService> ALL =
            List.of(new OrderService(), new StockService(), new PaymentService(), new CatalogService());

    private Services() {}

    static List<String> names() {
        return ALL.stream().map(OrderlyService::name).toList();
    }

    /** Their names, for people. */
    static String labels(Collection<OrderlyService> services) {
        return services.stream().map(OrderlyService::name).collect(Collectors.joining(", "));
    }

    static List<OrderlyService> named(Collection<String> names) {
        return ALL.stream().filter(service -> names.contains(service.name())).toList();
    }
}
