package dev.cairn.sample;

import dev.cairn.data.RefreshRequest;
import dev.cairn.data.Refresher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The times at which the objects were last refreshed. Failures are logged. */
final class RefreshTimes implements Refresher.Listener {
    private final InstantSource clock;
    private final Map<String, Instant> timeByObjectName = new ConcurrentHashMap<>();

    RefreshTimes(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void refreshed(RefreshRequest.Outcome outcome) {
        timeByObjectName.put(outcome.name(), clock.instant());
    }

    @Override
    public void failed(String name, Throwable failure) {
        Refresher.Listener.logging().failed(name, failure);
    }

    /** Returns when an object was last refreshed; empty if it has not been yet. */
    Optional<Instant> findLastRefreshTime(String name) {
        return Optional.ofNullable(timeByObjectName.get(name));
    }
}
