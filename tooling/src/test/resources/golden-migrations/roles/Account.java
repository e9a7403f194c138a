package shop;

import dev.cairn.annotation.*;

@Table
@PrimaryKey("id")
@DistributedByHash("id")
public record Account(int id, boolean active) {}
