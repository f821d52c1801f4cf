package dev.orderly.testing;

import dev.orderly.contracts.Announcement;
import java.util.List;
import java.util.UUID;

/** What one service of a shop has on record of what it heard and said: what a test waits for before it says that nothing came of an event. */
public record ServiceTrail(ShopFixture shop, String service, String schema) {

    /** Waits until the service has dealt with these, also by laying them aside as dead letters, and all it said was heard. */
    public void awaitHandled(List<? extends Announcement<?>> announced) {
        UUID[] ids = announced.stream().map(Announcement::id).toArray(UUID[]::new);
        String handled = "SELECT count(*) FROM unnest(?::uuid[]) AS id WHERE id IN (SELECT event_id FROM " + schema
                + ".inbox) OR id::text IN (SELECT event_id FROM " + schema + ".dead_letters)";
        Eventually.eventually(() -> assertNone(
                ids.length - shop.database().number(handled, (Object) ids),
                "events were not dealt with by " + service));
        awaitAllHeard();
    }

    /** Waits until everything was heard that the service has announced so far. */
    public void awaitAllHeard() {
        String announced = "SELECT coalesce(sum(cardinality(event_ids)), 0) FROM (SELECT event_ids FROM " + schema
                + ".outbox_archive UNION ALL SELECT event_ids FROM " + schema + ".outbox) AS said";
        Eventually.eventually(() -> assertNone(
                shop.database().number(announced) - shop.events().saidBy(service),
                "announcements of " + service + " were not heard"));
    }

    private static void assertNone(long missing, String what) {
        if (missing != 0) {
            throw new AssertionError(missing + " " + what);
        }
    }
}
