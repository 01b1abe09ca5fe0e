# For people who are used to make; ./run does the work.
.PHONY: demo test check
demo test check:
	@./run $@
