package dev.orderly.order.domain;

import dev.orderly.contracts.Address;
import dev.orderly.contracts.ItemQuantity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A customer wants these products, equal ones in one line. */
public record PlaceOrder(String customerId, List<ItemQuantity> items, String paymentMethod, Optional<Address> shipTo) {

    public PlaceOrder {
        items = merged(items);
    }

    private static List<ItemQuantity> merged(List<ItemQuantity> items) {
        Map<String, Long> quantities = new LinkedHashMap<>();
        items.forEach(item -> quantities.merge(item.productId(), item.quantity(), Math::addExact));
        return quantities.entrySet().stream()
                .map(line -> new ItemQuantity(line.getKey(), line.getValue()))
                .toList();
    }

    /** How many pieces are wanted, of all products together. */
    public long units() {
        return items.stream().mapToLong(ItemQuantity::quantity).reduce(0, Math::addExact);
    }

    /** SHA-256 of what is wanted, in hexadecimal: two requests under one key must have the same. */
    public String fingerprint() {
        MessageDigest digest = sha256();
        words().map(word -> word.getBytes(StandardCharsets.UTF_8)).forEach(word -> {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, word.length));
            digest.update(word);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Each is hashed behind its length, so that no two requests read alike. */
    private Stream<String> words() {
        Stream<String> lines =
                items.stream().flatMap(item -> Stream.of(item.productId(), Long.toString(item.quantity())));
        Stream<String> where = shipTo.stream()
                .flatMap(to -> Stream.of(
                        to.name(), to.street(), to.city(), to.postalCode().orElse(""), to.country()));
        return Stream.of(Stream.of(customerId, paymentMethod), lines, where).flatMap(words -> words);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
