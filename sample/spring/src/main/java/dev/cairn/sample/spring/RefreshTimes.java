package dev.cairn.sample.spring;

import dev.cairn.data.RefreshRequest;
import dev.cairn.data.Refresher;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The times at which the objects were last refreshed. The starter notifies this bean, and logs failures. */
@Component
class RefreshTimes implements Refresher.Listener {
    private final Map<String, Instant> timeByObjectName = new ConcurrentHashMap<>();

    @Override
    public void refreshed(RefreshRequest.Outcome outcome) {
        timeByObjectName.put(outcome.name(), Instant.now());
    }

    @Override
    public void failed(String name, Throwable failure) {}

    /** Returns the times by the names of the objects. */
    Map<String, Instant> lastRefreshTimes() {
        return Map.copyOf(timeByObjectName);
    }
}
