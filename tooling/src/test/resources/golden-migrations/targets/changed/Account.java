package shop;

import dev.cairn.annotation.*;

@Table
@PrimaryKey("id")
@DistributedByHash("id")
@Property(name = "fast_schema_evolution", value = "false")
public record Account(long id, @Varchar(40) String name, @Varchar(60) String mail) {}
