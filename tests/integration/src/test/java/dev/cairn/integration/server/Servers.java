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
    private static final String IMAGE = "starrocks/allin1-ubuntu:4.1-latest";

    private final Function<String, Optional<String>> setting;
    private final AtomicInteger databases = new AtomicInteger();
    /** Distinguishes the databases of this run from those of other runs on the same server. */
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private @Nullable Server whole;
    private @Nullable Server frontendAlone;
    private @Nullable List<Server> others;

    /** @param setting returns the value of a system property */
    Servers(Function<String, Optional<String>> setting) {
        this.setting = setting;
    }

    List<Server> forDdl() {
        if (isOneNamed()) {
            return others();
        }
        if (frontendAlone == null) {
            frontendAlone = EmbeddedServer.frontendAlone(embedded());
        }
        return with(frontendAlone);
    }

    List<Server> forData() {
        if (isOneNamed()) {
            return others();
        }
        if (whole == null) {
            whole = EmbeddedServer.whole(embedded());
        }
        return with(whole);
    }

    /** The kind of the embedded server. */
    private ServerProfile embedded() {
        String selected = setting.apply("cairn.test.embedded").orElse(ServerProfile.DEFAULT.target());
        return Arrays.stream(Version.values())
                .flatMap(version -> Arrays.stream(RunMode.values())
                        .map(mode -> ServerProfile.DEFAULT.with(version).with(mode)))
                .filter(profile -> profile.target().equals(selected))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "cairn.test.embedded must be a version and a run mode, as in '3.5 shared-data': " + selected));
    }

    private List<Server> with(Server embedded) {
        List<Server> all = new ArrayList<>();
        all.add(embedded);
        all.addAll(others());
        return all;
    }

    private boolean isOneNamed() {
        return setting.apply("cairn.test.url").isPresent();
    }

    private List<Server> others() {
        if (others == null) {
            others = named(setting).map(List::of).orElseGet(this::inContainers);
        }
        return others;
    }

    /** The server whose URL is set; empty if none is. */
    static Optional<Server> named(Function<String, Optional<String>> setting) {
        return setting.apply("cairn.test.url")
                .map(url -> new NamedServer(Endpoint.of(
                        url,
                        setting.apply("cairn.test.user").orElse("root"),
                        setting.apply("cairn.test.password").orElse(""))));
    }

    private List<Server> inContainers() {
        String image = setting.apply("cairn.test.image").orElse(IMAGE);
        Optional<Server> container = ContainerServer.started(image);
        if (container.isEmpty()) {
            System.out.println("No Docker engine is available: the tests on " + image + " are skipped.");
        }
        return container.stream().toList();
    }

    /** Creates a database whose name says that it belongs to this run. */
    FreshDatabase freshDatabase(Server server) {
        return FreshDatabase.create(server, "cairn_it_" + run + "_" + databases.incrementAndGet());
    }

    @Override
    public void close() {
        if (whole != null) {
            whole.close();
        }
        if (frontendAlone != null) {
            frontendAlone.close();
        }
        if (others != null) {
            others.forEach(Server::close);
        }
    }
}
