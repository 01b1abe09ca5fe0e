# For hands that type make; ./run does the work.
.PHONY: demo test check
demo test check:
	@./run $@
