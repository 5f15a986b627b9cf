"""运行维护: probes, logs, headers, backup and restore, the log of upgrades and incidents."""
