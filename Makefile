# 所有目标见 make help。 / All targets: make help.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
# One worker more than cores: many tests wait for a process or a page, and a core would stand idle.
PYTEST = $(BIN)/pytest -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1) --dist worksteal

# One BLAS thread a process: two test workers on two cores gain nothing from more.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
# A process starts in 0.8 CPU s with byte code kept and in 2.1 without: some machines forbid keeping it.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## 显示本页 | print this page
	@awk -F ' *## *| *\\| *' '/^[a-z]+:.*## / { sub(/:.*/, "", $$1); \
	    printf "  make %-8s %s\n  %13s %s\n", $$1, $$2, "", $$3 }' Makefile

.PHONY: demo
demo: ## 安装并打开示例省 | install, load the demo province and serve it
	@tools/environment base
	@$(BIN)/kaifang demo $(ARGS)

.PHONY: test
test: ## 检查并运行全部测试 | check the code and run every test
	@tools/environment test
	@tools/system
	@$(MAKE) lint
	@$(MAKE) postgres
	@$(PYTEST) $(ARGS)

.PHONY: postgres
postgres: ## 在 PostgreSQL 上再测用到数据库的一切（自备服务器的除外） | test all that touches a database once more, on PostgreSQL (but what starts a server of its own)
	@tools/environment test
	@rooms=$$(find tests/store tests/programme tests/site tests/cli tests/browser tests/docs -name 'test_*.py' -printf '%H\n' 2>/dev/null | sort -u || true)
	if [ -n "$$rooms" ]; then $(BIN)/python -m tests.databases $(PYTEST) -q -m "not postgres" $$rooms; fi

.PHONY: lint
lint: ## 检查格式、规则与类型 | check format, rules and types
	@tools/environment test
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy

.PHONY: format
format: ## 整理代码格式 | put the code into the house format
	@tools/environment test
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

.PHONY: bench
bench: ## 测量速度与代码尺寸（ONLY=名称） | measure speed and size (ONLY=name)
	@tools/environment test
	@for bench in bench/$(or $(ONLY),*).py; do
	    printf '\n== %s\n' "$$bench"
	    $(BIN)/python "$$bench"
	done

.PHONY: sizes
sizes: ## 显示基础安装占用的空间 | print what the base install takes on disk
	@tools/environment base
	@$(BIN)/python tools/sizes

.PHONY: lock
lock: ## 重新锁定依赖（ARGS=--upgrade 取最新） | pin the requirements again (ARGS=--upgrade takes the newest)
	@tools/environment base
	@tools/lock $(ARGS)

.PHONY: vendor
vendor: ## 取得浏览器组件 | fetch the browser assets again
	@tools/vendor

.PHONY: pictures
pictures: ## 重拍文档中的页面图片 | take the pictures of the pages anew
	@tools/environment test
	@$(BIN)/python tools/pictures

.PHONY: clean
clean: ## 删除环境与缓存（不动数据） | remove the environment and caches (never records)
	@rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build
	@find src tests bench tools -name __pycache__ -prune -exec rm -rf {} +
