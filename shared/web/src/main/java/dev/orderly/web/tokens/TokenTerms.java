package dev.orderly.web.tokens;

/**
 * What a token has to say to be taken.
 *
 * @param issuer the one whose tokens count, {@code iss}
 * @param audience whom tokens have to be for, {@code aud}
 */
public record TokenTerms(String issuer, String audience) {}
