package dev.cairn.integration.server;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.profile.ServerProfile;

/** The server inside this JVM. */
final class EmbeddedServer implements Server {
    private final String name;
    private final EmbeddedStarRocks server;

    private EmbeddedServer(String name, EmbeddedStarRocks server) {
        this.name = name;
        this.server = server;
    }

    static EmbeddedServer whole(ServerProfile profile) {
        return of(
                "embedded " + profile.target(), Options.DEFAULT.profile(profile).jobs(Job.Pace.atOnce()));
    }

    static EmbeddedServer of(String name, Options options) {
        return new EmbeddedServer(name, EmbeddedStarRocks.start(options));
    }

    /** Starts a server that rejects everything that a frontend without working backends rejects. */
    static EmbeddedServer frontendAlone(ServerProfile profile) {
        EmbeddedServer frontend = of(
                "embedded " + profile.target() + ", frontend alone",
                Options.DEFAULT.profile(profile).jobs(Job.Pace.atOnce()));
        BackendWork.refuse(frontend.server.faults());
        return frontend;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.local(server.port());
    }

    @Override
    public void close() {
        server.close();
    }
}
