package dev.orderly.testing;

/** What a test may do to a backend; a backend that cannot do one of these says so, and the test assumes it away. */
public interface BackendControl {

    /** The things that can be done. */
    enum Act {
        /** An orderly end. */
        STOP,
        /** Up again on the same port and data; returns when it answers. */
        START,
        /** As kill -9 of all its processes. */
        KILL,
        /** It keeps its connections and answers nothing. */
        FREEZE,
        /** The end of a freeze. */
        THAW,
        /** It takes no more messages, as in a memory alarm. */
        BLOCK,
        /** The end of that. */
        UNBLOCK
    }

    /** Whether this backend can do it. */
    boolean can(Act act);

    /** Does it and returns when it is done. @throws UnsupportedOperationException when it cannot */
    void perform(Act act);

    /** {@link Act#STOP}. */
    default void stop() {
        perform(Act.STOP);
    }

    /** {@link Act#START}. */
    default void start() {
        perform(Act.START);
    }

    /** {@link Act#KILL}. */
    default void kill() {
        perform(Act.KILL);
    }

    /** {@link Act#FREEZE}. */
    default void freeze() {
        perform(Act.FREEZE);
    }

    /** {@link Act#THAW}. */
    default void thaw() {
        perform(Act.THAW);
    }
}
