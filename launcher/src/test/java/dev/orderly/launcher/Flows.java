package dev.orderly.launcher;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.PaymentTrigger;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Every way to run the saga that makes sense so far: each trigger with each fulfilment, until there is a shipping service. */
final class Flows {

    private Flows() {}

    static Stream<Flow> all() {
        return Stream.of(PaymentTrigger.values())
                .flatMap(trigger ->
                        Stream.of(Fulfilment.NONE, Fulfilment.MANUAL).map(fulfilment -> new Flow(trigger, fulfilment)));
    }

    /** The flow that is written so: {@code order.calls/manual}. */
    static Flow named(String name) {
        return all().filter(flow -> name.equals(
                        flow.trigger().label() + "/" + flow.fulfilment().label()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no flow " + name));
    }

    /** The settings of a shop that runs so, and these. */
    static Map<String, String> settings(Flow flow, Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(further);
        settings.put("shop.trigger", flow.trigger().label());
        settings.put("shop.fulfilment", flow.fulfilment().label());
        return settings;
    }

    /** How an order ends to which nothing happens. */
    static String goodEnd(Flow flow) {
        return flow.fulfilment() == Fulfilment.MANUAL ? "delivered" : "completed";
    }
}
