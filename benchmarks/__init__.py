"""What depends on the machine, so that no test can say it: speed, memory, endurance."""
