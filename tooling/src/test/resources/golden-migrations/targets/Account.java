package shop;

import dev.cairn.annotation.*;

@Table
@PrimaryKey("id")
@DistributedByHash("id")
public record Account(long id, @Varchar(40) String name) {}
