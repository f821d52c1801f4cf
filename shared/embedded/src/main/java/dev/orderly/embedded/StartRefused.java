package dev.orderly.embedded;

/** A backend or the data folder cannot be had; the message is one sentence for the person at the terminal. */
public class StartRefused extends RuntimeException {

    public StartRefused(String sentence) {
        super(sentence);
    }

    public StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
