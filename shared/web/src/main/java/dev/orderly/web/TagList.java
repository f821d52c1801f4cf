package dev.orderly.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entity tags of {@code If-Match} and {@code If-None-Match} (RFC 9110, sections 13.1.1 and 13.1.2).
 *
 * @param any whether it is {@code *}, which names whatever there is
 * @param strong the tags that are not weak, without their quotes
 * @param all all tags, without their quotes
 */
record TagList(boolean any, List<String> strong, List<String> all) {

    private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([!#-~\\x80-\\xff]*)\"\\s*(,|$)");

    /** Reads such a header; empty when it is not well formed. */
    static Optional<TagList> read(String header) {
        if (header.strip().equals("*")) {
            return Optional.of(new TagList(true, List.of(), List.of()));
        }
        List<String> strong = new ArrayList<>();
        List<String> all = new ArrayList<>();
        Matcher tag = TAG.matcher(header);
        while (tag.lookingAt()) {
            all.add(tag.group(2));
            if (tag.group(1) == null) {
                strong.add(tag.group(2));
            }
            tag.region(tag.end(), header.length());
        }
        return all.isEmpty() || tag.regionStart() < header.length()
                ? Optional.empty()
                : Optional.of(new TagList(false, strong, all));
    }
}
