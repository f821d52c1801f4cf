package dev.orderly.embedded;

import java.lang.reflect.Field;
import java.util.Optional;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.BrokerImpl;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/** How a start of the broker went; its launcher tells a listener instead of throwing. */
final class BrokerStart extends DefaultSystemLauncherListener {

    private @Nullable RuntimeException failure;
    private @Nullable SystemConfig<?> resolved;

    @Override
    public void errorOnStartup(RuntimeException error) {
        failure = error;
    }

    @Override
    public void onContainerResolve(SystemConfig<?> config) {
        resolved = config;
    }

    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * The broker would close at the first sign of the JVM's end, while its clients still finish their work. It must wait for its turn, and
     * offers no setting for that.
     */
    void leaveTheEndToUs() {
        if (resolved != null && resolved.getContainer() instanceof BrokerImpl broker) {
            Runtime.getRuntime().removeShutdownHook(hookOf(broker));
        }
    }

    private static Thread hookOf(BrokerImpl broker) {
        try {
            Field hook = BrokerImpl.class.getDeclaredField("_shutdownHook");
            hook.setAccessible(true);
            return (Thread) hook.get(broker);
        } catch (ReflectiveOperationException changed) {
            throw new StartRefused("The embedded broker is not the version that this was written for.", changed);
        }
    }
}
