package dev.orderly.launcher;

import dev.orderly.contracts.Flow;
import dev.orderly.contracts.Fulfilment;
import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.MessagePurge;
import dev.orderly.service.OrderlyService;
import dev.orderly.service.Shop;
import dev.orderly.web.Fields;
import dev.orderly.web.HttpSettings;
import java.time.Duration;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Every setting of one process.
 *
 * @param production whether embedded backends and armed fault points are refused
 * @param services what this process runs
 * @param eventLoops how many, each with its own connections
 * @param shop what all nodes of the shop agree on
 * @param http the API
 * @param management health, metrics, audit
 * @param tokens whose tokens count
 * @param clients how much one customer may ask
 * @param database where PostgreSQL is
 * @param broker where the broker is
 * @param batching how much goes into one transaction
 * @param trail whether every sent and heard message is kept for the audit
 * @param maxOutboxAge how long the oldest outbox row may wait before the process is not ready
 * @param kept how long what is done with is kept of messages
 * @param tracing whether spans are told to a collector
 * @param demo whether the catalog lays demo products on an empty shelf
 * @param settings of each service, by its name
 */
record Configuration(
        boolean production,
        List<OrderlyService> services,
        int eventLoops,
        Shop shop,
        HttpSettings http,
        HttpSettings management,
        TokenSection tokens,
        ClientSection clients,
        DatabaseSection database,
        BrokerSection broker,
        Batcher.Limits batching,
        boolean trail,
        Duration maxOutboxAge,
        MessagePurge.Ages kept,
        TracingSection tracing,
        boolean demo,
        Map<String, Record> settings) {

    static final String EMBEDDED = "embedded";
    static final List<String> BACKENDS = List.of(EMBEDDED, "external");

    /** An audit is told which orders to look for, and may take its time. */
    private static final HttpSettings MANAGEMENT =
            HttpSettings.on("127.0.0.1", 8081).withLimits(16 * 1024 * 1024, Duration.ofMinutes(3));

    /** Reads the tree; what is wrong is collected in {@code root}, for {@link Fields#check}. */
    static Configuration read(Fields root) {
        boolean production = root.choice("profile", List.of("development", "production"), "development")
                .equals("production");
        List<OrderlyService> chosen = Services.named(names(root, "services"));
        int cores = Runtime.getRuntime().availableProcessors();
        int loops = root.count("eventLoops", 0, 0, 64);
        Map<String, Record> settings = new LinkedHashMap<>();
        Services.ALL.forEach(service -> settings.put(service.name(), service.settings(root.section(service.name()))));
        Configuration read = new Configuration(
                production,
                chosen,
                loops == 0 ? cores : loops,
                shop(root.section("shop")),
                listening(http(root.section("http")), root.section("http")),
                listening(HttpSettings.read(root.section("management"), MANAGEMENT), root.section("management")),
                TokenSection.read(root.section("tokens"), production),
                ClientSection.read(root.section("clients")),
                DatabaseSection.read(refusingEmbedded(root.section("database"), production)),
                BrokerSection.read(refusingEmbedded(root.section("broker"), production), production),
                batching(root.section("batching")),
                root.section("messaging").flag("trail", false),
                maxOutboxAge(root.section("messaging")),
                kept(root.section("messaging").section("retention")),
                TracingSection.read(root.section("tracing")),
                root.section("catalog").flag("demoProducts", true),
                settings);
        if (production) {
            read.refuseKnownSecrets(root);
        }
        if (read.callsWithoutToken()) {
            root.section("tokens")
                    .reject("service", "is required where source is external and shop.trigger is order.calls");
        }
        return read;
    }

    private boolean callsWithoutToken() {
        boolean isCaller = services.stream().anyMatch(service -> service.name().equals("order"));
        return isCaller
                && shop.flow().trigger() == PaymentTrigger.ORDER_CALLS
                && !tokens.local()
                && tokens.service().isEmpty();
    }

    private void refuseKnownSecrets(Fields root) {
        KnownSecrets.refuse(root.section("database"), "password", database.password());
        KnownSecrets.refuseShort(root.section("database"), "roleSecret", database.roleSecret());
        KnownSecrets.refuse(root.section("broker"), "password", broker.password());
        KnownSecrets.refuseShort(root.section("broker"), "userSecret", broker.userSecret());
    }

    /** What the service read from its section. */
    Record settingsOf(OrderlyService service) {
        return Objects.requireNonNull(settings.get(service.name()));
    }

    /** All loops listen on one port, and other commands look for it: it has to be named. */
    private static HttpSettings listening(HttpSettings settings, Fields section) {
        if (settings.port() == 0) {
            section.reject("port", "must be from 1 to 65535");
        }
        return settings;
    }

    private static HttpSettings http(Fields section) {
        return HttpSettings.read(section, "127.0.0.1", 8080)
                .withMaxLag(
                        section.duration("maxLag", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofDays(1)));
    }

    private static Shop shop(Fields section) {
        String currency = section.text("currency", 3, "USD");
        if (Currency.getAvailableCurrencies().stream()
                .noneMatch(known -> known.getCurrencyCode().equals(currency))) {
            section.reject("currency", "is no ISO 4217 code");
        }
        return new Shop(
                currency,
                flow(section),
                section.duration("deadline", Duration.ofMinutes(30), Duration.ofSeconds(10), Duration.ofDays(30)),
                new LinkedHashSet<>(names(section, "services")));
    }

    private static Flow flow(Fields section) {
        List<String> triggers =
                Stream.of(PaymentTrigger.values()).map(PaymentTrigger::label).toList();
        String trigger = section.choice("trigger", triggers, PaymentTrigger.STOCK_RESERVED.label());
        String fulfilment = section.choice(
                "fulfilment", List.of(Fulfilment.NONE.label(), Fulfilment.MANUAL.label()), Fulfilment.NONE.label());
        return new Flow(PaymentTrigger.labelled(trigger), Fulfilment.valueOf(fulfilment.toUpperCase(Locale.ROOT)));
    }

    private static Batcher.Limits batching(Fields section) {
        return new Batcher.Limits(
                section.count("max", 200, 1, 1_000),
                section.count("concurrent", 3, 1, 16),
                section.count("maxWaiting", 5_000, 1, 1_000_000));
    }

    private static Duration maxOutboxAge(Fields section) {
        return section.duration("maxOutboxAge", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofDays(1));
    }

    private static MessagePurge.Ages kept(Fields section) {
        MessagePurge.Ages usual = MessagePurge.Ages.DEFAULT;
        return new MessagePurge.Ages(
                age(section, "trail", usual.trail()),
                age(section, "letters", usual.letters()),
                age(section, "attempts", usual.attempts()),
                section.duration("every", usual.every(), Duration.ofMillis(10), Duration.ofDays(1)));
    }

    private static Duration age(Fields section, String name, Duration usual) {
        return section.duration(name, usual, Duration.ofDays(1), Duration.ofDays(36_500));
    }

    private static Fields refusingEmbedded(Fields section, boolean production) {
        if (production && section.choice("backend", BACKENDS, EMBEDDED).equals(EMBEDDED)) {
            section.reject("backend", "must be external in profile production");
        }
        return section;
    }

    private static List<String> names(Fields section, String name) {
        List<String> given = section.texts(name, 1, Services.ALL.size(), 64, Services.names());
        given.stream()
                .filter(service -> !Services.names().contains(service))
                .forEach(unknown -> section.reject(
                        name, "names the unknown service " + unknown + "; there are " + Services.names()));
        return given;
    }
}
