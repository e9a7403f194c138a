package shop;

import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.Partition;
import dev.cairn.annotation.PartitionByList;
import dev.cairn.annotation.RenamedFrom;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.UniqueKey;
import dev.cairn.annotation.NotNull;
import dev.cairn.annotation.Varchar;
import java.time.LocalDateTime;

@Table
@UniqueKey({"id", "city"})
@PartitionByList(
        value = "city",
        partitions = {
            @Partition(name = "north", values = "IN ('Oslo', 'Bergen')"),
            @Partition(name = "south", values = "IN ('Rome')")
        })
@DistributedByHash("id")
@RenamedFrom("visit")
public record Session(
        long id, @NotNull @Varchar(32) String city, @RenamedFrom("ended") LocalDateTime endedAt, boolean open) {}
