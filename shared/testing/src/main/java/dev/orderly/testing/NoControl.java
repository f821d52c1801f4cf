package dev.orderly.testing;

/** A backend that tests may only use. */
record NoControl(String missing) implements BackendControl {

    @Override
    public boolean can(Act act) {
        return false;
    }

    @Override
    public void perform(Act act) {
        throw new UnsupportedOperationException(act + " needs " + missing);
    }
}
