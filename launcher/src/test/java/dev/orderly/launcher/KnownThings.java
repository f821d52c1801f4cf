package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What there is in the shop, as far as its answers have told: ids by the path of what they are members of. */
final class KnownThings {

    private static final Map<String, String> MEMBERS_OF =
            Map.of("productId", "/products", "items", "/products", "orderId", "/orders");
    private static final List<String> CARDS = List.of("tok_ok", "tok_ok", "tok_ok", "tok_declined");

    private final Map<String, List<String>> ids = new HashMap<>();
    private final List<String> links = new ArrayList<>();
    private final Random random;

    KnownThings(Random random) {
        this.random = random;
    }

    /** Takes in a page of a list. */
    void learnPage(String path, JsonNode page) {
        page.path("items")
                .forEach(item -> add(path, (item.has("id") ? item.path("id") : item.path("productId")).asText()));
    }

    /** Takes in where something is that was made. */
    void learnPlace(String location) {
        int end = location.lastIndexOf('/');
        add(location.substring(0, end), location.substring(end + 1));
    }

    /** Takes in a {@code Link} to a next page. */
    void learnLink(String link) {
        links.add(link.substring(1, link.indexOf('>')));
    }

    private void add(String path, String id) {
        List<String> known = ids.computeIfAbsent(path, fresh -> new ArrayList<>());
        if (!known.contains(id)) {
            known.add(id);
        }
    }

    /** The id of one member of this. */
    Optional<String> member(String path) {
        return any(ids.getOrDefault(path, List.of()));
    }

    /** The id of one member of this, rather of one that has members itself: few payments have {@code /refunds}. */
    Optional<String> parent(String path, String below) {
        List<String> parents = ids.getOrDefault(path, List.of()).stream()
                .filter(id -> ids.containsKey(path + "/" + id + below))
                .toList();
        return parents.isEmpty() ? member(path) : any(parents);
    }

    /** An address of a next page of this list. */
    Optional<String> link(String path) {
        return any(links.stream().filter(link -> link.startsWith(path + "?")).toList());
    }

    /** A word that makes sense under this name. */
    Optional<String> word(String name) {
        return name.equals("paymentMethod")
                ? any(CARDS)
                : Optional.ofNullable(MEMBERS_OF.get(name)).flatMap(this::member);
    }

    private Optional<String> any(List<String> words) {
        return words.isEmpty() ? Optional.empty() : Optional.of(words.get(random.nextInt(words.size())));
    }
}
