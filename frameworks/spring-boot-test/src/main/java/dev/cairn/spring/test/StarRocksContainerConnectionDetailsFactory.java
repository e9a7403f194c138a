package dev.cairn.spring.test;

import dev.cairn.data.Database;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.CairnConnectionDetails;
import dev.cairn.spring.DatabaseCustomizer;
import dev.cairn.testcontainers.StarRocksContainer;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/** Makes the container of a test with {@code @ServiceConnection} the server of all schemas. */
final class StarRocksContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<StarRocksContainer, CairnConnectionDetails> {
    @Override
    protected CairnConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<StarRocksContainer> source) {
        return new StarRocksContainerConnectionDetails(source);
    }

    /** The addresses of a container, for connections and for bulk loads. */
    private static final class StarRocksContainerConnectionDetails
            extends ContainerConnectionDetails<StarRocksContainer>
            implements CairnConnectionDetails, DatabaseCustomizer {
        StarRocksContainerConnectionDetails(ContainerConnectionSource<StarRocksContainer> source) {
            super(source);
        }

        @Override
        public String getUrl(String schema) {
            return getContainer().getJdbcUrl();
        }

        @Override
        public String getUser() {
            return getContainer().getUsername();
        }

        @Override
        public String getPassword() {
            return getContainer().getPassword();
        }

        @Override
        public Database customize(SchemaDescriptor schema, Database database) {
            return database.addressTranslation(getContainer()::translate);
        }
    }
}
