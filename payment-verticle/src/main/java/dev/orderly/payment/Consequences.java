package dev.orderly.payment;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.PaymentEvent;
import dev.orderly.payment.Errand.Charge;
import dev.orderly.payment.Errand.GiveBack;
import dev.orderly.payment.Journal.Entry;
import dev.orderly.payment.domain.Decision;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.Refund;
import dev.orderly.payment.domain.Status;
import dev.orderly.payment.domain.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What a batch of decisions asks for, sorted by where it is to be written. */
final class Consequences {

    private final Instant now;
    private final Map<UUID, Payment> changed = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Refund> settled = new ArrayList<>();
    private final List<Charge> charges = new ArrayList<>();
    private final List<GiveBack> promised = new ArrayList<>();
    private final List<Announcement<PaymentEvent>> announcements = new ArrayList<>();
    private final List<Repetition> repetitions = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();

    /** What a payment has announced is to be announced again. */
    record Repetition(Payment payment, Step.Repeat what, Optional<String> trace) {}

    /** Somebody has to look at a payment. */
    record Alert(Payment payment, String what) {}

    Consequences(Instant now) {
        this.now = now;
    }

    /** Adds the decision that began a payment, whose row is there already. */
    void begin(Decision decision, Optional<String> trace) {
        Payment payment = decision.payment();
        if (payment.status() == Status.PENDING) {
            charges.add(new Charge(payment.id(), payment.terms(), trace));
        }
        addSteps(decision, trace);
    }

    /** Adds a decision about a payment that was there before, as part of the trace that caused it. */
    void add(Decision decision, Optional<String> trace) {
        Payment payment = decision.payment();
        if (decision.isChanged()) {
            changed.put(payment.id(), payment);
        }
        addSteps(decision, trace);
    }

    private void addSteps(Decision decision, Optional<String> trace) {
        Optional<UUID> eventId = announce(decision, trace);
        decision.steps().forEach(step -> add(decision.payment(), step, eventId, trace));
    }

    private Optional<UUID> announce(Decision decision, Optional<String> trace) {
        Optional<Announcement<PaymentEvent>> announcement = decision.steps().stream()
                .filter(Step.Announce.class::isInstance)
                .map(Step.Announce.class::cast)
                .map(said -> Announcement.of(PaymentService.NAME, said.sequence(), now, said.event())
                        .tracedBy(trace))
                .findFirst();
        announcement.ifPresent(announcements::add);
        return announcement.map(Announcement::id);
    }

    private void add(Payment payment, Step step, Optional<UUID> eventId, Optional<String> trace) {
        if (step instanceof Step.BookCapture capture) {
            entries.add(new Entry(payment, capture.amountMinor(), capture.providerRef(), Optional.empty(), eventId));
        } else if (step instanceof Step.BookRefund back) {
            Refund refund = back.refund();
            settled.add(refund);
            entries.add(new Entry(payment, refund.amountMinor(), back.providerRef(), Optional.of(refund), eventId));
        } else if (step instanceof Step.PromiseRefund promise) {
            promised.add(new GiveBack(refund(payment, promise), trace));
        } else if (step instanceof Step.Repeat repeat) {
            repetitions.add(new Repetition(payment, repeat, trace));
        } else if (step instanceof Step.Alarm alarm) {
            alerts.add(new Alert(payment, alarm.what()));
        }
    }

    private static Refund refund(Payment payment, Step.PromiseRefund promise) {
        return new Refund(Ids.next(), payment.id(), promise.wish(), promise.amountMinor(), false);
    }

    Instant now() {
        return now;
    }

    List<Payment> changed() {
        return List.copyOf(changed.values());
    }

    List<Entry> entries() {
        return entries;
    }

    List<UUID> settled() {
        return settled.stream().map(Refund::id).toList();
    }

    /** The refunds that are promised. */
    List<GiveBack> promised() {
        return promised;
    }

    /** What is to be done with the provider, after the commit. */
    List<Errand> errands() {
        return Stream.<Errand>concat(charges.stream(), promised.stream()).toList();
    }

    List<Announcement<PaymentEvent>> announcements() {
        return announcements;
    }

    List<Repetition> repetitions() {
        return repetitions;
    }

    List<Alert> alerts() {
        return alerts;
    }
}
