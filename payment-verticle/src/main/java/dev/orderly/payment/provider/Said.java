package dev.orderly.payment.provider;

import dev.orderly.payment.provider.HttpProvider.NoAnswer;
import dev.orderly.payment.provider.PaymentProvider.Answer;
import dev.orderly.payment.provider.PaymentProvider.Answer.Captured;
import dev.orderly.payment.provider.PaymentProvider.Answer.Declined;
import dev.orderly.payment.provider.PaymentProvider.RefundAnswer;
import dev.orderly.payment.provider.PaymentProvider.RefundAnswer.Refunded;
import dev.orderly.payment.provider.PaymentProvider.RefundAnswer.Refused;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What came back from a provider, and what it means in the words of the protocol; {@link NoAnswer} when it means nothing. */
record Said(int status, Buffer bytes) {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    boolean isOk() {
        return status == OK;
    }

    /** Only in the protocol's own words: a proxy that has lost its way says 404, too. */
    boolean isUnknownKey() {
        try {
            return status == NOT_FOUND && statusOf(json()).equals("unknown");
        } catch (NoAnswer unreadable) {
            return false;
        }
    }

    /** Empty while the provider cannot tell. */
    Optional<Answer> ofCapture() {
        JsonObject body = json();
        return switch (statusOf(body)) {
            case "captured" -> Optional.of(new Captured(text(body, "reference")));
            case "declined" -> Optional.of(new Declined(text(body, "reason")));
            case "pending" -> Optional.empty();
            default -> throw noneOfTheProtocol();
        };
    }

    RefundAnswer ofRefund() {
        JsonObject body = json();
        return switch (statusOf(body)) {
            case "refunded" -> new Refunded(text(body, "reference"));
            case "refused" -> new Refused(text(body, "reason"));
            default -> throw noneOfTheProtocol();
        };
    }

    private JsonObject json() {
        try {
            return bytes.toJsonObject();
        } catch (DecodeException | ClassCastException unreadable) {
            throw new NoAnswer("the provider's answer is no JSON object");
        }
    }

    private static String statusOf(JsonObject body) {
        return String.valueOf(body.getValue("status"));
    }

    private static NoAnswer noneOfTheProtocol() {
        return new NoAnswer("the provider's answer is none of the protocol");
    }

    private static String text(JsonObject body, String name) {
        Object value = body.getValue(name);
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new NoAnswer("the provider's answer has no " + name);
    }
}
