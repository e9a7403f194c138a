package dev.cairn.integration.server;

import dev.cairn.data.StreamLoad;
import dev.cairn.testcontainers.StarRocksContainer;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** StarRocks in a container, which needs a Docker engine. */
final class ContainerServer implements Server {
    private final StarRocksContainer container;
    private final String image;

    private ContainerServer(StarRocksContainer container, String image) {
        this.container = container;
        this.image = image;
    }

    /** Starts a container, and returns its server; empty if no Docker engine is available. */
    static Optional<Server> start(String image) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        StarRocksContainer container = new StarRocksContainer(image);
        container.start();
        return Optional.of(new ContainerServer(container, image));
    }

    @Override
    public String name() {
        return image;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.of(container.getJdbcUrl(), container.getUsername(), container.getPassword());
    }

    @Override
    public <R> StreamLoad<R> withReachableNodes(StreamLoad<R> load) {
        return load.addressTranslation(container::translate);
    }

    @Override
    public void close() {
        container.stop();
    }
}
