package dev.orderly.testing;

import dev.orderly.embedded.LocalBroker;

/** The broker in this JVM can stop and start; it has no process of its own to kill or freeze. */
record EmbeddedBrokerControl(LocalBroker broker) implements BackendControl {

    @Override
    public boolean can(Act act) {
        return act == Act.STOP || act == Act.START;
    }

    @Override
    public void perform(Act act) {
        switch (act) {
            case STOP -> broker.stop();
            case START -> broker.start();
            default -> throw new UnsupportedOperationException("the embedded broker cannot " + act);
        }
    }
}
