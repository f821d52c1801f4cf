package dev.orderly.launcher;

/**
 * The tokens that requests bear.
 *
 * @param clerk somebody's who may do all that the contracts offer
 * @param nobody somebody's who may do nothing
 */
record Badges(String clerk, String nobody) {

    static String header(String token) {
        return "Bearer " + token;
    }
}
