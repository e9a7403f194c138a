package shop;

import dev.cairn.annotation.*;

@Table
@PrimaryKey("id")
@DistributedByHash("id")
@Property(name = "compaction_strategy", value = "REAL_TIME")
public record Account(long id, @Varchar(40) String name, @Varchar(60) String mail) {}
