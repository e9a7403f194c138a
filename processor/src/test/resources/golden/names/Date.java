package shop;

import dev.cairn.annotation.Column;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.Table;
import java.time.LocalDate;
import java.util.List;

/** The descriptor has a field for each component, also for names that clash. */
@Table(name = "select")
@DuplicateKey("name")
@DistributedByHash("name")
@Deprecated
@SuppressWarnings("checkstyle:names")
public record Date(
        int name,
        int columns,
        int read,
        int write,
        int row,
        int value,
        int database,
        int record,
        int yield,
        int var,
        int sealed,
        int $dollar,
        LocalDate date,
        @Column(name = "upper_date") LocalDate DATE,
        @Column(name = "upper_text") String TEXT,
        int DDL,
        int ValueType,
        List<String> tags,
        @Column(name = "tags_type") String TAGS_TYPE,
        @Column(name = "group") @Deprecated int group) {}
