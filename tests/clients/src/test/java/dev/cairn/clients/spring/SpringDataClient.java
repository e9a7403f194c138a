package dev.cairn.clients.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.clients.ClientAddress;
import dev.cairn.clients.DatabaseClient;
import dev.cairn.clients.JdbcClient;
import dev.cairn.clients.RolledBackException;
import dev.cairn.clients.Sample;
import dev.cairn.clients.hibernate.SampleEntity;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.transaction.support.TransactionTemplate;

/** A Spring Boot application with a repository, which validates the tables when it starts. */
public final class SpringDataClient implements DatabaseClient {
    private final ConfigurableApplicationContext application;
    private final SampleRepository repository;
    private final TransactionTemplate transactions;

    /** The application that Spring configures. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = SampleEntity.class)
    @EnableJpaRepositories
    static class Application {}

    /** Starts the application. */
    public SpringDataClient(ClientAddress address) {
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "spring.datasource.url=" + address.mysqlUrl(),
                        "spring.jpa.hibernate.ddl-auto=validate",
                        "logging.level.root=WARN")
                .run();
        repository = application.getBean(SampleRepository.class);
        transactions = application.getBean(TransactionTemplate.class);
    }

    @Override
    public String connect() {
        return repository.database();
    }

    @Override
    public List<String> metadata() {
        EntityManagerFactory entityManagerFactory = application.getBean(EntityManagerFactory.class);
        entityManagerFactory
                .unwrap(org.hibernate.SessionFactory.class)
                .getSchemaManager()
                .validateMappedObjects();
        return Sample.COLUMNS.stream()
                .filter(column -> entityManagerFactory
                                .getMetamodel()
                                .entity(SampleEntity.class)
                                .getAttribute(column)
                        != null)
                .toList();
    }

    @Override
    public void insert(List<Sample> samples) {
        assertThat(repository.saveAll(samples.stream().map(SampleEntity::new).toList()))
                .hasSize(samples.size());
    }

    @Override
    public List<Sample> query() {
        return repository.findAllByOrderById().stream()
                .map(SampleEntity::sample)
                .toList();
    }

    @Override
    public Sample prepared(Sample sample) {
        return repository
                .findByIdAndFlagAndSmallAndBigAndRatioAndBornAndSeenAndWord(
                        sample.id(),
                        sample.flag(),
                        sample.small(),
                        sample.big(),
                        sample.ratio(),
                        sample.born(),
                        sample.seen(),
                        sample.word())
                .orElseThrow()
                .sample();
    }

    @Override
    public long streaming() {
        Long sum = transactions.execute(status -> {
            try (Stream<Long> numbers = repository.numbers()) {
                return numbers.mapToLong(Long::longValue).sum();
            }
        });
        assertThat(sum).isNotNull();
        return sum;
    }

    @Override
    public void transaction(Sample first, Sample second) {
        try {
            transactions.executeWithoutResult(status -> {
                repository.saveAndFlush(new SampleEntity(first));
                throw new RolledBackException();
            });
        } catch (RolledBackException ignored) {
            transactions.executeWithoutResult(status -> insert(List.of(second)));
        }
    }

    @Override
    public int error() {
        try {
            repository.wrong();
            throw new AssertionError("The server accepts " + WRONG_QUERY);
        } catch (DataAccessException refusal) {
            assertThat(connect()).isNotEmpty();
            return JdbcClient.findErrorNumber(refusal);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
