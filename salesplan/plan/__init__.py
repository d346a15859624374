"""What was promised: the plan language, from text to a checked plan. No pandas, no console."""
