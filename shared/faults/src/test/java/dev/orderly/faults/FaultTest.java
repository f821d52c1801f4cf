package dev.orderly.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    @Test
    void strikesTheNamedRoleAtItsNthHitOnce() {
        Fault fault = Fault.parse("relay.after-publish@stock:2=exception");

        fault.passed(FaultPoint.RELAY_AFTER_PUBLISH, "order");
        fault.passed(FaultPoint.RELAY_AFTER_PUBLISH, "stock");
        fault.passed(FaultPoint.RELAY_AFTER_CLAIM, "stock");
        assertFalse(fault.hasStruck());
        InjectedFault thrown =
                assertThrows(InjectedFault.class, () -> fault.passed(FaultPoint.RELAY_AFTER_PUBLISH, "stock"));

        assertEquals("injected at relay.after-publish@stock", thrown.getMessage());
        assertTrue(fault.hasStruck());
        fault.passed(FaultPoint.RELAY_AFTER_PUBLISH, "stock");
    }

    @Test
    void holdsTheThreadUpAndGoesOn() {
        Fault fault = Fault.parse("consumer.after-ack=delay");

        fault.passed(FaultPoint.CONSUMER_AFTER_ACK, "order");

        assertTrue(fault.hasStruck());
    }

    @Test
    void isArmedOnlyWhenAPointIsNamed() {
        assertTrue(Fault.parse("provider.before-call:3").isArmed());
        assertFalse(Fault.parse("").isArmed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"relay.never", "relay.after-claim:0", "relay.after-claim=explode", "relay.after-claim@:1", "?"})
    void refusesWhatIsNoFault(String text) {
        assertThrows(IllegalArgumentException.class, () -> Fault.parse(text));
    }
}
