package dev.cairn.clients.spring;

import dev.cairn.clients.DatabaseClient;
import dev.cairn.clients.hibernate.SampleEntity;
import jakarta.persistence.QueryHint;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernateHints;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.QueryHints;

/** The repository of samples, with the other queries of the client; Spring Data implements it. */
interface SampleRepository extends JpaRepository<SampleEntity, Integer> {
    @NativeQuery("SELECT database()")
    String database();

    List<SampleEntity> findAllByOrderById();

    Optional<SampleEntity> findByIdAndFlagAndSmallAndBigAndRatioAndBornAndSeenAndWord(
            int id,
            @Nullable Boolean flag,
            @Nullable Short small,
            @Nullable Long big,
            @Nullable Double ratio,
            @Nullable LocalDate born,
            @Nullable LocalDateTime seen,
            @Nullable String word);

    @NativeQuery("SELECT k FROM numbers ORDER BY k")
    @QueryHints(@QueryHint(name = HibernateHints.HINT_FETCH_SIZE, value = "-2147483648"))
    Stream<Long> numbers();

    @NativeQuery(DatabaseClient.WRONG_QUERY)
    List<String> wrong();
}
