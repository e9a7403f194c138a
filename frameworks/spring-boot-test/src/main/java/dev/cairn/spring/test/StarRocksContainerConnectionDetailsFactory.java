package dev.cairn.spring.test;

import dev.cairn.data.Database;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.CairnConnectionDetails;
import dev.cairn.spring.DatabaseCustomizer;
import dev.cairn.testcontainers.StarRocksContainer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Makes the container of a test with {@code @ServiceConnection} the server of all schemas. Schemas that do not share a
 * database in the configuration of the application have separate ones.
 */
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
            implements CairnConnectionDetails, DatabaseCustomizer, EnvironmentAware, BeanFactoryAware {
        private @Nullable Environment environment;
        private @Nullable ListableBeanFactory beanFactory;

        StarRocksContainerConnectionDetails(ContainerConnectionSource<StarRocksContainer> source) {
            super(source);
        }

        @Override
        public void setEnvironment(Environment newEnvironment) {
            environment = newEnvironment;
        }

        @Override
        public void setBeanFactory(BeanFactory newBeanFactory) {
            beanFactory = (ListableBeanFactory) newBeanFactory;
        }

        /** Returns the URL of the container's database, or of a separate one, which is created if it is missing. */
        @Override
        public String getUrl(String schema) {
            StarRocksContainer container = getContainer();
            return new DatabaseAssignment(Objects.requireNonNull(environment), Objects.requireNonNull(beanFactory))
                    .findNamingSchemaName(schema)
                    .map(name -> {
                        String databaseName = container.getDatabaseName() + "_" + name;
                        container.createDatabase(databaseName);
                        return container.getJdbcUrl(databaseName);
                    })
                    .orElseGet(container::getJdbcUrl);
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
