package dev.orderly.embedded;

import java.util.Optional;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.jspecify.annotations.Nullable;

/** How a start of the broker went; its launcher tells a listener instead of throwing. */
final class BrokerStart extends DefaultSystemLauncherListener {

    private @Nullable RuntimeException failure;

    @Override
    public void errorOnStartup(RuntimeException error) {
        failure = error;
    }

    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }
}
