package dev.cairn.integration.server;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one run of the tests, each started when the first test needs it: the one that {@code cairn.test.url}
 * names, or else the embedded server and, if a Docker engine is available, StarRocks in a container.
 */
final class Servers implements AutoCloseable {
    private static final String DEFAULT_IMAGE = "starrocks/allin1-ubuntu:4.1-latest";

    private final Function<String, Optional<String>> setting;
    private final AtomicInteger databaseCount = new AtomicInteger();
    /** Distinguishes the databases of this run from those of other runs on the same server. */
    private final String runId = UUID.randomUUID().toString().substring(0, 8);

    private @Nullable Server wholeServer;
    private @Nullable Server frontendAlone;
    private @Nullable List<Server> otherServers;

    /** @param setting returns the value of a system property */
    Servers(Function<String, Optional<String>> setting) {
        this.setting = setting;
    }

    List<Server> forDdl() {
        if (isServerNamed()) {
            return otherServers();
        }
        if (frontendAlone == null) {
            frontendAlone = EmbeddedServer.frontendAlone(readEmbeddedProfile());
        }
        return addOthers(frontendAlone);
    }

    List<Server> forData() {
        if (isServerNamed()) {
            return otherServers();
        }
        if (wholeServer == null) {
            wholeServer = EmbeddedServer.whole(readEmbeddedProfile());
        }
        return addOthers(wholeServer);
    }

    /** Returns the profile of the embedded server. */
    private ServerProfile readEmbeddedProfile() {
        String selected = setting.apply("cairn.test.embedded").orElse(ServerProfile.DEFAULT.target());
        return Arrays.stream(Version.values())
                .flatMap(version -> Arrays.stream(RunMode.values())
                        .map(mode -> ServerProfile.DEFAULT.with(version).with(mode)))
                .filter(profile -> profile.target().equals(selected))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "cairn.test.embedded must be a version and a run mode, as in '3.5 shared-data': " + selected));
    }

    private List<Server> addOthers(Server embedded) {
        List<Server> all = new ArrayList<>();
        all.add(embedded);
        all.addAll(otherServers());
        return all;
    }

    private boolean isServerNamed() {
        return setting.apply("cairn.test.url").isPresent();
    }

    private List<Server> otherServers() {
        if (otherServers == null) {
            otherServers = findNamed(setting).map(List::of).orElseGet(this::startContainers);
        }
        return otherServers;
    }

    /** Returns the server whose URL is set; empty if none is. */
    static Optional<Server> findNamed(Function<String, Optional<String>> setting) {
        return setting.apply("cairn.test.url")
                .map(url -> new NamedServer(Endpoint.of(
                        url,
                        setting.apply("cairn.test.user").orElse("root"),
                        setting.apply("cairn.test.password").orElse(""))));
    }

    private List<Server> startContainers() {
        String image = setting.apply("cairn.test.image").orElse(DEFAULT_IMAGE);
        Optional<Server> container = ContainerServer.start(image);
        if (container.isEmpty()) {
            System.out.println("No Docker engine is available: the tests on " + image + " are skipped.");
        }
        return container.stream().toList();
    }

    /** Creates a database whose name says that it belongs to this run. */
    FreshDatabase freshDatabase(Server server) {
        return FreshDatabase.create(server, "cairn_it_" + runId + "_" + databaseCount.incrementAndGet());
    }

    @Override
    public void close() {
        if (wholeServer != null) {
            wholeServer.close();
        }
        if (frontendAlone != null) {
            frontendAlone.close();
        }
        if (otherServers != null) {
            otherServers.forEach(Server::close);
        }
    }
}
