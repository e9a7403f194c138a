package shop;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.Embedded;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.time.LocalDateTime;

interface Warehouse {
    record Audit(LocalDateTime at, @Varchar(64) String by) {}

    record Place(@Varchar(16) String aisle, @Embedded(prefix = "level_") Level level) {}

    record Level(int number) {}

    @Table
    @DuplicateKey("id")
    @DistributedByHash("id")
    record Shelf(
            long id,
            @Embedded(prefix = "created_") Audit created,
            @Embedded(prefix = "changed_") Audit changed,
            @Embedded Place place) {}
}
