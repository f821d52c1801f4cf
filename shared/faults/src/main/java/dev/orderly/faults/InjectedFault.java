package dev.orderly.faults;

/** The failure that was asked for at a fault point; no edge knows it, so it is treated as any error in the code would be. */
public final class InjectedFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InjectedFault(String where) {
        super("injected at " + where);
    }
}
