package dev.cairn.testcontainers;

import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.containers.JdbcDatabaseContainerProvider;
import org.testcontainers.jdbc.ConnectionUrl;

/**
 * Starts a container for a URL such as {@code jdbc:tc:starrocks:4.1:///shop}. Testcontainers finds this class itself.
 */
public final class StarRocksContainerProvider extends JdbcDatabaseContainerProvider {
    @Override
    public boolean supports(String databaseType) {
        return databaseType.equals("starrocks");
    }

    @Override
    @SuppressWarnings("rawtypes") // the signature is that of Testcontainers
    public JdbcDatabaseContainer newInstance() {
        return new StarRocksContainer();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public JdbcDatabaseContainer newInstance(String tag) {
        return createContainer(tag);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public JdbcDatabaseContainer newInstance(ConnectionUrl url) {
        StarRocksContainer container = url.getImageTag()
                .map(StarRocksContainerProvider::createContainer)
                .orElseGet(StarRocksContainer::new);
        url.getDatabaseName().ifPresent(container::withDatabaseName);
        container.withUsername(url.getQueryParameters().getOrDefault("user", container.getUsername()));
        container.withPassword(url.getQueryParameters().getOrDefault("password", container.getPassword()));
        return container.withReuse(url.isReusable());
    }

    /** Creates a container for any tag, because a URL can't name another image. */
    private static StarRocksContainer createContainer(String tag) {
        return new StarRocksContainer(StarRocksContainer.createImageName(tag));
    }
}
